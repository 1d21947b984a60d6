import DBProvisioner

await ProvisionerProgram.main()
