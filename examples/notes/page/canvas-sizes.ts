import { Observable } from "rxjs";

/** The size of a canvas in CSS pixels. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Keeps the bitmap of a canvas as fine as the screen, and tells its size whenever it changes: who draws never has to ask, which would
 * make the browser lay the page out between two frames.
 */
export function canvasSizes(canvas: HTMLCanvasElement): Observable<CanvasSize> {
  return new Observable((subscriber) => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
      canvas.getContext("2d")?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      subscriber.next({ width, height });
    });
    observer.observe(canvas);
    return () => {
      observer.disconnect();
    };
  });
}
