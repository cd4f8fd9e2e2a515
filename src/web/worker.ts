/** The worker's script: it serves the page that started it. onnxruntime-web's files lie in `ort/` beside it. */
import { serve } from "./host.ts";
import { openInTab } from "./open.ts";
import type { Line } from "./protocol.ts";

serve(self as unknown as Line, openInTab, new URL("ort/", import.meta.url).href);
