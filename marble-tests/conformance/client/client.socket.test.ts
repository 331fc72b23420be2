import { afterEach } from "@jest/globals";
import { callsContract } from "./calls-contract.ts";
import { handshakeContract } from "./handshake-contract.ts";
import { lineContract } from "./line-contract.ts";
import { ScriptedServer, type OpenServer } from "./scripted-server.ts";
import { socketWire } from "./socket-wire.ts";
import { stateContract } from "./state-contract.ts";

// The tests of `client.test.ts`, over real sockets; only the client's clock is the test's.

const opened: ScriptedServer[] = [];
afterEach(() => Promise.all(opened.splice(0).map((server) => server.end())));

const open: OpenServer = async (options) => {
  const server = new ScriptedServer(await socketWire(), options);
  opened.push(server);
  return server;
};

for (const contract of [handshakeContract, stateContract, callsContract, lineContract]) contract(open);
