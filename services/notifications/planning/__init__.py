"""What gives cause for a notice: time, a step of handling, a dead channel."""
