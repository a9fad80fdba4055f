"""The invented province: kinds of innovations, texts, pictures, and their loading through the real actions."""
