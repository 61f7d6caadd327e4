"""The parts that make up ``ConversableAgent``, one job each."""
