import type { AnswerEntry, AnswerFunction, AnswerHost } from "./contract.ts";
import { valueAt, withValueAt } from "./pointer.ts";
import { mapValues } from "./sending.ts";

/** Questions of the server's, by operation: for a route's table. */
export function answers(
  entries: Readonly<Record<string, AnswerEntry>>,
): (host: AnswerHost) => Readonly<Record<string, AnswerFunction>> {
  return ({ listen, send, problem }) =>
    mapValues(entries, (_, { message, idAt, reply, replyIdAt }) => (handler) => {
      const answer = async (question: unknown): Promise<void> => {
        const payload = await handler(question);
        await send(reply, withValueAt(payload, replyIdAt, valueAt(question, idAt)));
      };
      return listen(message, (question) => {
        answer(question).catch(problem);
      });
    });
}
