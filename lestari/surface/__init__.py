"""What puts the rooms together; holds no rule."""
