// DBProvisioner
