// Loaded before a program that was started alone: when whoever started it is gone, however suddenly, it is asked to stop.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
