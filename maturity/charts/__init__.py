"""The pictures: facts first, then ink."""
