"""What agents need to answer from a graph (v0.2: autogen/agentchat/contrib/graph_rag)."""
