enum Automations {}
