/** Views of pictures, asked for once for each model and picture. */
import { useEffect, useState } from "react";
import { backendOf } from "../backend/sources.ts";
import { usePicture } from "../state/pictures.ts";
import { useChat } from "../state/store.ts";

export interface ShownView {
  readonly inputs: readonly { readonly name: "high" | "low"; readonly size: number; readonly url: string }[];
  readonly grid: { readonly rows: number; readonly columns: number };
  readonly content: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const views = new Map<string, Promise<ShownView>>();

/** `view` is there when both are undefined no more; `trouble` is a sentence. */
export function useInspection(
  modelKey: string,
  pictureId: string,
): { readonly view?: ShownView; readonly trouble?: string } {
  const picture = usePicture(pictureId);
  const model = useChat((state) => state.models.find(({ key }) => key === modelKey));
  const [result, setResult] = useState<{ view?: ShownView; trouble?: string }>({});
  useEffect(() => {
    if (!picture || !model) return;
    let gone = false;
    const key = `${modelKey} ${pictureId}`;
    const asked = views.get(key) ?? inspect(model, picture.blob);
    views.set(key, asked);
    asked
      .then((view) => !gone && setResult({ view }))
      .catch((error: unknown) => {
        views.delete(key);
        if (!gone) setResult({ trouble: error instanceof Error ? error.message : String(error) });
      });
    return () => {
      gone = true;
    };
  }, [model, modelKey, picture, pictureId]);
  if (!model) return { trouble: "The model is not there any more, so its view of the picture cannot be shown." };
  return result;
}

type Listed = ReturnType<typeof useChat.getState>["models"][number];

async function inspect(model: Listed, blob: Blob): Promise<ShownView> {
  const backend = await backendOf(model.source);
  const { inputs, grid, content } = await backend.inspect(model.info.id, blob);
  return {
    ...{ grid, content },
    inputs: inputs.map(({ name, size, picture }) => ({ name, size, url: URL.createObjectURL(picture) })),
  };
}
