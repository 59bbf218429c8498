// Photographs at the counter: several shots, turned, reordered, retaken, handed to the file input.
const words = document.getElementById("camera-words").dataset;
const WIDEST = 2000; // pixels: an A4 page at about 170 dots an inch

for (const holder of document.querySelectorAll("[data-camera]")) {
  if (navigator.mediaDevices?.getUserMedia) arm(holder);
}

function button(label, act, name = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = label;
  if (name) made.setAttribute("aria-label", `${label} – ${name}`);
  made.addEventListener("click", act);
  return made;
}

function arm(holder) {
  holder.closest("form").addEventListener("submit", () => stop());
  const input = holder.querySelector("input[type=file]");
  const box = document.createElement("div");
  const pages = document.createElement("ol");
  const controls = document.createElement("div");
  const status = document.createElement("p");
  const shots = []; // canvases, in page order
  let latest = 0; // pictures are encoded one by one: only the newest round counts
  let retaken = null; // the page that the next shot replaces
  let stream = null;
  let video = null;
  box.className = "bhxh-work-camera";
  controls.className = "govuk-button-group";
  status.className = "govuk-hint";
  status.setAttribute("role", "status");
  const open = button(words.open, start, holder.dataset.title);
  holder.append(box);
  box.append(open, status, controls, pages);

  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 2560 } },
      });
    } catch (problem) {
      status.textContent = problem.name === "NotAllowedError" ? words.denied : words.none;
      status.className = "govuk-error-message";
      input.focus();
      return;
    }
    status.textContent = "";
    status.className = "govuk-hint";
    video = document.createElement("video");
    video.playsInline = true;
    video.muted = true;
    video.srcObject = stream;
    box.prepend(video);
    open.hidden = true;
    controls.replaceChildren(button(words.shoot, shoot), button(words.close, () => { stop(); open.focus(); }));
    await video.play();
    controls.firstChild.focus();
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    video?.remove();
    video = null;
    retaken = null;
    controls.replaceChildren();
    open.hidden = false;
  }

  function shoot() {
    const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    if (retaken === null) shots.push(canvas);
    else shots[retaken] = canvas;
    retaken = null;
    keep();
  }

  async function retake(index) {
    if (!video) await start();
    if (!video) return;
    retaken = index;
    status.textContent = `${words.retaking} ${index + 1}`;
    controls.firstChild.focus();
  }

  function turned(canvas) {
    const next = document.createElement("canvas");
    next.width = canvas.height;
    next.height = canvas.width;
    const pen = next.getContext("2d");
    pen.translate(next.width, 0);
    pen.rotate(Math.PI / 2);
    pen.drawImage(canvas, 0, 0);
    return next;
  }

  // The pages become the files of the input: the form is posted as if they had been chosen.
  async function keep() {
    const turn = ++latest;
    const files = new DataTransfer();
    const rows = [];
    for (const [index, canvas] of shots.entries()) {
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      files.items.add(new File([blob], `trang-${index + 1}.jpg`, { type: "image/jpeg" }));
      rows.push(row(index, canvas));
    }
    if (turn !== latest) return; // a later change is on its way
    input.files = files.files;
    pages.replaceChildren(...rows);
    if (retaken === null) status.textContent = shots.length ? `${words.count} ${shots.length}` : "";
  }

  function row(index, canvas) {
    const name = `${words.page} ${index + 1}`;
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.alt = name;
    picture.src = canvas.toDataURL("image/jpeg", 0.5);
    item.append(picture, button(words.rotate, () => { shots[index] = turned(canvas); keep(); }, name));
    if (index) {
      item.append(button(words.up, () => {
        [shots[index - 1], shots[index]] = [shots[index], shots[index - 1]];
        keep();
      }, name));
    }
    item.append(button(words.retake, () => retake(index), name));
    item.append(button(words.drop, () => { shots.splice(index, 1); keep(); }, name));
    return item;
  }
}
