// Offers the browser's own time zone while no deadline is saved yet, and says what the deadline
// means while it is being typed. The server reckons it again and decides.
const form = document.querySelector("form.part-form");
const { day, time, zone } = form.elements;
const notice = document.querySelector("[data-meaning]");
const lines = notice.querySelector("[data-meaning-lines]");
const language = document.documentElement.lang === "es" ? "es-US" : document.documentElement.lang;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if ("ownZone" in zone.dataset && [...zone.options].some(({ value }) => value === own)) {
  zone.value = own;
  form.dispatchEvent(new CustomEvent("studio:default"));
}

const written = (at, options) => new Intl.DateTimeFormat(language, { timeZone: zone.value, ...options }).format(at);

// How far the clocks of the zone are ahead of UTC at an instant.
const ahead = (at) => {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone.value, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(at);
  const part = (type) => Number(parts.find((each) => each.type === type).value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - at;
};

// The instants at which the clocks of the zone show what is typed: none, one or two.
const instants = () => {
  const wanted = Date.parse(`${day.value}T${time.value}:00Z`);
  if (Number.isNaN(wanted)) return [];
  const offsets = new Set([-24, 0, 24].map((hours) => ahead(wanted + hours * HOUR)));
  return [...offsets].map((offset) => wanted - offset).filter((at) => at + ahead(at) === wanted).sort((a, b) => a - b);
};

const sentences = (found) => {
  const last = found.at(-1);
  const moment = `${written(last, { dateStyle: "full" })}, ${written(last, { hour: "numeric", minute: "2-digit", timeZoneName: "longGeneric" })}`;
  const instant = new Date(last + MINUTE).toISOString().slice(0, 16).replace("T", " ");
  const said = [notice.dataset.by.replace("%(moment)s", moment), notice.dataset.instant.replace("%(instant)s", instant)];
  if (found.length > 1) {
    const abbreviation = written(last, { timeZoneName: "short" }).split(" ").at(-1);
    said.push(notice.dataset.doubled.replace("%(time)s", written(last, { timeStyle: "short" })).replace("%(abbreviation)s", abbreviation));
  }
  return said;
};

const show = () => {
  const found = instants();
  notice.hidden = found.length === 0;
  lines.replaceChildren(...(found.length ? sentences(found) : []).map((words) => {
    const line = document.createElement("p");
    line.textContent = words;
    return line;
  }));
};

for (const control of [day, time, zone]) control.addEventListener("change", show);
