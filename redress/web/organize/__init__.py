"""The studio: where a team writes its campaign, finds partners and follows what happens."""
