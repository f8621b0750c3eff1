import type { FaultBoard } from '../faults/fault.ts';
import { faultJson, parseFault } from '../faults/parse-fault.ts';
import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Service } from '../http/server.ts';
import { isList, parseJson } from '../python/json.ts';
import type { Json } from '../python/json.ts';

/** `/_devcloud/faults`: GET tells the faults and which have struck, POST adds one or a list, DELETE clears. */
export function faultService(board: FaultBoard): Service {
  return async (exchange) => {
    if (exchange.path !== '/faults') return jsonAnswer(404, { error: 'There is only /_devcloud/faults' });
    switch (exchange.method) {
      case 'GET':
        return jsonAnswer(200, show(board));
      case 'POST':
        return add(board, exchange);
      case 'DELETE':
        board.clear();
        return { status: 204, headers: [], body: '' };
      default:
        return jsonAnswer(405, { error: 'Use GET, POST or DELETE' }, [['Allow', 'GET, POST, DELETE']]);
    }
  };
}

function show(board: FaultBoard): Json {
  return {
    faults: board.list().map(faultJson),
    fired: board.fired().map(({ fault, method, path }) => ({ fault: faultJson(fault), method, path })),
  };
}

async function add(board: FaultBoard, exchange: Exchange): Promise<Answer> {
  const body = parseJson(await exchange.body.text());
  if (body === undefined) return jsonAnswer(400, { error: 'The body is not JSON' });
  try {
    board.add(...(isList(body) ? body : [body]).map(parseFault));
    return jsonAnswer(201, show(board));
  } catch (error) {
    if (error instanceof TypeError) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}
