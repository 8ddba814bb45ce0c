"""What containers need besides the services: a health check, and the secrets they start with."""
