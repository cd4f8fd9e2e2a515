/** Server-sent events: an answer's chunks as they come. An error before the first has a status; a later one is an event. */
import { ApiError } from "./errors.ts";

/** The response that streams `chunks`; it is made when the first is there. A reader who leaves ends them. */
export async function eventStream(chunks: AsyncGenerator<object, void>): Promise<Response> {
  const first = await chunks.next();
  const encoder = new TextEncoder();
  const encode = (data: string) => encoder.encode(`data: ${data}\n\n`);
  let next: IteratorResult<object, void> | undefined = first;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const step = next ?? (await chunks.next());
        next = undefined;
        if (!step.done) {
          controller.enqueue(encode(JSON.stringify(step.value)));
          return;
        }
        controller.enqueue(encode("[DONE]"));
      } catch (error) {
        const told = error instanceof ApiError ? error : new ApiError(500, "something went wrong inside the server");
        controller.enqueue(encode(JSON.stringify(told.body)));
      }
      controller.close();
    },
    async cancel() {
      await chunks.return();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache",
      "X-Accel-Buffering": "no",
    },
  });
}
