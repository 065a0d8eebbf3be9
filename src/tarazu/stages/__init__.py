"""The pipeline: one module a step, one function of the same name; record in, record out, nothing from outside."""
