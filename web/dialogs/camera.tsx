/** Takes a photo with the device's camera and hands it to the composer. The camera is off as soon as the dialog closes. */
import { Camera, SwitchCamera } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useAttach } from "../chat/attach.ts";
import { Dialog } from "./dialog.tsx";

export default function CameraDialog({ onClose }: { onClose(): void }) {
  const attach = useAttach();
  const video = useRef<HTMLVideoElement>(null);
  const [facing, setFacing] = useState<"environment" | "user">("environment");
  const [trouble, setTrouble] = useState<string>();
  const [live, setLive] = useState(false);

  useEffect(() => {
    let stream: MediaStream | undefined;
    let closed = false;
    setLive(false); // the other camera is not there yet
    const stop = () => {
      closed = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async () => {
      if (!navigator.mediaDevices) {
        throw new Error("Browsers open the camera only for pages from this machine or with https.");
      }
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, width: { ideal: 1920 } } });
      if (closed || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      setLive(true);
    };
    open().catch((error: unknown) => !closed && setTrouble(sentence(error)));
    return stop;
  }, [facing]);

  const shoot = async () => {
    const { current } = video;
    if (!current) return;
    const canvas = document.createElement("canvas");
    canvas.width = current.videoWidth;
    canvas.height = current.videoHeight;
    canvas.getContext("2d")!.drawImage(current, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
    if (blob) await attach([new File([blob], "photo.jpg", { type: "image/jpeg" })]);
    onClose();
  };

  return (
    <Dialog title="Camera" className="dialog-wide" onClose={onClose}>
      {trouble ? (
        <p className="failure" role="alert">
          {trouble}
        </p>
      ) : (
        <video ref={video} className="camera" muted playsInline aria-label="What the camera sees" />
      )}
      {!trouble && (
        <div className="dialog-foot">
          <button
            type="button"
            className="button"
            disabled={!live}
            onClick={() => setFacing(facing === "user" ? "environment" : "user")}
          >
            <SwitchCamera /> Other camera
          </button>
          <button type="button" className="button button-primary" disabled={!live} onClick={() => void shoot()}>
            <Camera /> Take the photo
          </button>
        </div>
      )}
    </Dialog>
  );
}

function sentence(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError") return "The browser was not allowed to use the camera.";
  if (name === "NotFoundError") return "This device has no camera.";
  if (name === "NotReadableError") return "The camera does not start; another program may be using it.";
  return error instanceof Error ? error.message : String(error);
}
