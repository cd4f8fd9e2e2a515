/** A picture in its full size. */
import type { PictureRef } from "../state/conversation.ts";
import { usePicture } from "../state/pictures.ts";
import { Dialog } from "./dialog.tsx";

export function PictureView({ picture, onClose }: { readonly picture: PictureRef; onClose(): void }) {
  const kept = usePicture(picture.id);
  return (
    <Dialog title={picture.name} className="dialog-picture" onClose={onClose}>
      {kept && <img src={kept.url} alt={picture.name} />}
    </Dialog>
  );
}
