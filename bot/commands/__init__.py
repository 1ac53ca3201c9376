"""What `./jawab` can do, one command a file; effects live here, at the edge."""
