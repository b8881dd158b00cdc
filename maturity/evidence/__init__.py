"""What a customer's own exports prove: runs, deployments, incidents and telemetry, read offline."""
