"""The messages between a kernel and its client, whole: packed as the standard session packs what they carry."""

from typing import Any

from jupyter_client.session import Session


class WireSession(Session):
    """A session whose messages stay whole: packed as the standard session packs what they carry, but not signed."""

    def send(  # noqa: PLR0913, PLR0917  (the signature is theirs)
        self,
        stream: Any,  # noqa: ANN401
        msg_or_type: Any,  # noqa: ANN401
        content: Any = None,  # noqa: ANN401
        parent: Any = None,  # noqa: ANN401
        ident: Any = None,  # noqa: ANN401, ARG002
        buffers: Any = None,  # noqa: ANN401
        track: bool = False,  # noqa: ARG002, FBT001, FBT002
        header: Any = None,  # noqa: ANN401
        metadata: Any = None,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Send a message; returns it as the sender made it."""
        if isinstance(msg_or_type, dict):
            message = msg_or_type
            buffers = buffers or message.get("buffers", [])
        else:
            message = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        if stream is not None:
            stream.put(packed(self, message, buffers or []))
        return message

    def feed_identities(self, msg_list: Any, copy: bool = True) -> tuple[list[bytes], Any]:  # noqa: ANN401, ARG002, FBT001, FBT002
        """A message on a wire has one sender."""
        return [], msg_list

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002
        """The message, which arrives as it is."""
        return msg_list[0]


def packed(session: Session, message: dict[str, Any], buffers: list[Any]) -> dict[str, Any]:
    """The message to be sent: its content as JSON, so that what arrives is what would have arrived over a network.

    Raises:
        UnicodeEncodeError: a text holds half a character, and is not of a stream.
    """
    content, kind = message["content"], message["header"]["msg_type"]
    if kind == "status":  # nothing but a word
        return {**message, "content": dict(content)}
    if kind == "stream":  # the standard kernel fails to send half a character where nobody hears of it
        content = {**content, "text": content["text"].encode("utf-8", "replace").decode("utf-8")}
    return {**message, "content": session.pack(content), "buffers": [bytes(part) for part in buffers]}


def unpacked(session: Session, message: dict[str, Any]) -> dict[str, Any]:
    """The message as it was sent."""
    if message["header"]["msg_type"] == "status":
        return message
    return {**message, "content": session.unpack(message["content"])}
