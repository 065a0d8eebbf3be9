"""Who will do what to whom next: a graph of dated facts, what recurs in it, and a ranking of answers with reasons."""
