"""What is printed and hung up or handed over: the poster and the paper form of each unit."""
