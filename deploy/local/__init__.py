"""The whole system on one machine: broker, store, mail catcher and the four services."""
