"""Vector databases of documents, one interface (v0.2: autogen/agentchat/contrib/vectordb)."""
