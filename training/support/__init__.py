"""What every recipe stands on: the event log, checkpoints, stops, devices, seeds, errors."""
