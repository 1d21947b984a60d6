// started below
