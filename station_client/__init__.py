"""The station: what runs at a village counter. Qt lives in ``ui`` and nowhere else."""
