"""The administration's side: catalogue, offices and the register of requests, behind one API."""
