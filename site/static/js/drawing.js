// Lets a signatory draw a signature on top of the typed name. Without this the typed name stands alone.
(() => {
  "use strict";
  const box = document.querySelector("[data-drawing]");
  if (!box) return;
  const field = document.getElementById(box.dataset.drawing);
  const pad = box.querySelector("canvas");
  const pen = pad.getContext("2d");
  const most = { strokes: 60, points: 4000 };
  let strokes = [];
  let current = null;

  const points = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const place = (event) => {
    const area = pad.getBoundingClientRect();
    const x = Math.round(((event.clientX - area.left) / area.width) * pad.width);
    const y = Math.round(((event.clientY - area.top) / area.height) * pad.height);
    return [Math.min(Math.max(x, 0), pad.width), Math.min(Math.max(y, 0), pad.height)];
  };
  const draw = () => {
    pen.clearRect(0, 0, pad.width, pad.height);
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#16262c";
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
      pen.stroke();
    }
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  };

  pad.addEventListener("pointerdown", (event) => {
    if (strokes.length >= most.strokes) return;
    pad.setPointerCapture(event.pointerId);
    current = [place(event)];
    strokes.push(current);
    draw();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!current || points() >= most.points) return;
    current.push(place(event));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => { current = null; });
  }
  box.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
  });
  try {
    strokes = JSON.parse(field.value || "[]");
  } catch {
    strokes = [];
  }
  box.hidden = false;
  draw();
})();
