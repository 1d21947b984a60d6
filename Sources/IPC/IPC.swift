// IPC
