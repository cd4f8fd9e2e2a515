/** What the server counts, in the form that Prometheus reads. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AnswerEvent, ModelService } from "./model-service.ts";
import type { AnswerEnd } from "./workers/protocol.ts";

export interface Metrics {
  /** A request was answered (a stream: begun). */
  request(route: string, status: number, ms: number): void;
  /** An answer is over. */
  end(model: string, end: AnswerEnd): void;
  /** Takes the time to the first of the events, and passes them on. */
  watch(model: string, events: AsyncIterable<AnswerEvent>): AsyncGenerator<AnswerEvent, void>;
  crash(model: string): void;
  scrape(models: readonly ModelService[]): Promise<{ readonly type: string; readonly text: string }>;
}

/** Metrics of one server; several in one process do not mix. `process`: also what Node says of itself. */
export function createMetrics({ process = true }: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (process) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    ...{ name: "periscope_http_requests_total", help: "Requests by route and status", registers },
    labelNames: ["route", "status"],
  });
  const latency = new Histogram({
    ...{ name: "periscope_http_request_seconds", help: "Time to the answer, or to its first event", registers },
    labelNames: ["route"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
  });
  const tokens = new Counter({
    ...{
      name: "periscope_tokens_total",
      help: "Tokens of prompts, of those from the cache, and of answers",
      registers,
    },
    labelNames: ["model", "kind"],
  });
  const answers = new Counter({
    ...{ name: "periscope_answers_total", help: "Answers by how they ended", registers },
    labelNames: ["model", "reason"],
  });
  const firstToken = new Histogram({
    ...{ name: "periscope_time_to_first_token_seconds", help: "From the request to its first token", registers },
    labelNames: ["model"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  });
  const crashes = new Counter({
    ...{ name: "periscope_worker_crashes_total", help: "Workers that ended by themselves", registers },
    labelNames: ["model"],
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers, labelNames: ["model"] });
  const gauges = {
    active: gauge("periscope_answers_active", "Answers being given"),
    waiting: gauge("periscope_requests_waiting", "Requests in line"),
    imagesWaiting: gauge("periscope_images_waiting", "Images in line to be looked at"),
    outstanding: gauge("periscope_requests_outstanding", "Answers from the request's arrival to their last token"),
    cacheBytes: gauge("periscope_cache_bytes", "Bytes of keys and values"),
    featureBytes: gauge("periscope_image_features_bytes", "Bytes of image features that are kept"),
    featureHits: gauge("periscope_image_features_hits", "Images whose features were there already"),
    featureMisses: gauge("periscope_image_features_misses", "Images that went through the towers"),
    memoryBytes: gauge("periscope_workers_resident_bytes", "Resident memory of the workers"),
  };
  const ready = gauge("periscope_model_ready", "1 when the model can answer");
  return {
    request(route, status, ms) {
      requests.inc({ route, status });
      latency.observe({ route }, ms / 1000);
    },
    end(model, { promptTokens, cachedTokens, answerTokens, reason }) {
      tokens.inc({ model, kind: "prompt" }, promptTokens);
      tokens.inc({ model, kind: "cached" }, cachedTokens);
      tokens.inc({ model, kind: "answer" }, answerTokens);
      answers.inc({ model, reason });
    },
    async *watch(model, events) {
      const started = performance.now();
      let first = true;
      for await (const event of events) {
        if (first) firstToken.observe({ model }, (performance.now() - started) / 1000);
        first = false;
        yield event;
      }
    },
    crash: (model) => crashes.inc({ model }),
    async scrape(models) {
      for (const model of models) {
        const { state, id } = model;
        for (const [name, found] of Object.entries(gauges))
          found.set({ model: id }, state[name as keyof typeof gauges]);
        ready.set({ model: id }, model.ready ? 1 : 0);
      }
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
