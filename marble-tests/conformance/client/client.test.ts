import { callsContract } from "./calls-contract.ts";
import { handshakeContract } from "./handshake-contract.ts";
import { lineContract } from "./line-contract.ts";
import { ScriptedServer, type OpenServer } from "./scripted-server.ts";
import { stateContract } from "./state-contract.ts";
import { virtualWire } from "./virtual-wire.ts";

// The frames of an original server in, the exact frames of our client out: a test for each sentence of the protocol's part A that says what
// a client does. "Kinder" marks where ours does more than the original. Here in memory; `client.socket.test.ts` runs the same over TCP.

const open: OpenServer = async (options) => new ScriptedServer(virtualWire(), options);

for (const contract of [handshakeContract, stateContract, callsContract, lineContract]) contract(open);
