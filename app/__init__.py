"""What people see: the Qt application. Nothing here touches a tensor."""
