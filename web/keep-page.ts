/** Files that are dropped where nothing takes them: a browser would open them in the place of the page. */
export function keepPage(): void {
  const ignore = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  };
  addEventListener("dragover", ignore);
  addEventListener("drop", ignore);
}
