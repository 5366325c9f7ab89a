"""Whole conversations: qubits, and the classical messages that travel beside them."""
