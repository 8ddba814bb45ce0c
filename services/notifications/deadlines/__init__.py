"""When something is to be said of a case's deadlines (`shared/deadlines`). Pure."""
