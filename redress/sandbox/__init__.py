"""The embedded processor: answers like Stripe on the endpoints we use, and moves no money."""
