import { parentPort } from "node:worker_threads";
import { newQuickJSWASMModuleFromVariant, RELEASE_SYNC } from "quickjs-emscripten";
import { runScript } from "./run-script.ts";
import type { ScriptCall } from "./sandbox.ts";

// A thread that runs one script after another. It says `ready` once, and then answers each call by what it came to.

const machine = await newQuickJSWASMModuleFromVariant(RELEASE_SYNC);
parentPort?.on("message", (call: ScriptCall) => parentPort?.postMessage(runScript(machine, call)));
parentPort?.postMessage("ready");
