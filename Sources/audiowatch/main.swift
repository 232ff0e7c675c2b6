import Commands

await AudiowatchCommand.perform()
