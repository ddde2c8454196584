/** What fingers, pens, mice and wheels do on the stage, as drags and zooms. */

/**
 * @typedef {Object} Gestures
 * @property {(grip: string, dx: number, dy: number) => void} drag `grip` is the `data-grip` of what was
 *   taken hold of; distances in CSS pixels since the last call
 * @property {(factor: number, at: {x: number, y: number}) => void} zoom around a point of the stage
 * @property {() => void} end the last finger has left
 */

const between = ([one, other]) => ({
  distance: Math.hypot(one.x - other.x, one.y - other.y),
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
});

/** Two fingers: how much farther apart they are, and where the middle between them went. */
function pinch(before, after, { drag, zoom }) {
  const was = between(before);
  const is = between(after);
  if (was.distance > 0) zoom(is.distance / was.distance, is);
  drag("picture", is.x - was.x, is.y - was.y);
}

/**
 * @param {HTMLElement} stage
 * @param {Gestures} gestures
 */
export function followGestures(stage, gestures) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  let grip = "picture";

  const pointOf = ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointers.size === 2) return;
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointOf(event));
    grip = event.target.closest("[data-grip]")?.dataset.grip ?? "picture";
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const all = [...pointers.values()];
    const after = pointOf(event);
    pointers.set(event.pointerId, after);
    if (all.length === 2) pinch(all, [...pointers.values()], gestures);
    else gestures.drag(grip, after.x - before.x, after.y - before.y);
  });
  for (const type of ["pointerup", "pointercancel"]) {
    stage.addEventListener(type, ({ pointerId }) => {
      if (!pointers.delete(pointerId)) return;
      grip = "picture";
      if (!pointers.size) gestures.end();
    });
  }
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    gestures.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), pointOf(event));
  });
}
