// Shows /api/status and /api/history. No libraries; everything from the program is set as text, never as markup.
"use strict";

(() => {
  const STATUS_EVERY_MS = 2000;
  const HISTORY_EVERY_MS = 5000;
  const HOUR_MS = 3600 * 1000;
  const REGIONS_SHOWN = 8;
  const TONES = {
    running: "good", starting: "warn", waiting: "warn", paused: "warn", failed: "bad", stopped: "bad"
  };

  const histories = new Map();
  const opened = new Set();
  let latest = null;
  let lastContactMs = 0;

  const byId = (id) => document.getElementById(id);

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    made.append(...content.filter((part) => part !== null && part !== undefined));
    return made;
  }

  // ---- texts

  function duration(seconds) {
    if (seconds === null || seconds === undefined) {
      return "not known";
    }
    const sign = seconds < 0 ? "-" : "";
    const all = Math.abs(seconds);
    if (all < 10) {
      return sign + all.toFixed(1) + " s";
    }
    if (all < 120) {
      return sign + Math.round(all) + " s";
    }
    if (all < 7200) {
      return sign + Math.floor(all / 60) + " min " + Math.round(all % 60) + " s";
    }
    if (all < 172800) {
      return sign + Math.floor(all / 3600) + " h " + Math.round((all % 3600) / 60) + " min";
    }
    return sign + Math.floor(all / 86400) + " d " + Math.round((all % 86400) / 3600) + " h";
  }

  function count(number) {
    return new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format(number);
  }

  function rate(number) {
    return new Intl.NumberFormat("en", { maximumFractionDigits: number < 10 ? 1 : 0 }).format(number) + "/s";
  }

  function bytes(number) {
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let size = number;
    let unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return (unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)) + " " + units[unit];
  }

  function time(instant) {
    return instant === null ? "not known" : new Date(instant).toLocaleString();
  }

  // ---- parts of a target

  function fact(name, value, hint, tone) {
    const shown = element("dd", (tone || "") + (hint === "big" ? " big" : ""), value);
    if (hint && hint !== "big") {
      shown.append(element("small", "", hint));
    }
    return element("div", "", element("dt", "", name), shown);
  }

  function lagTone(target) {
    if (target.lagSeconds === null) {
      return "";
    }
    if (target.lagSeconds > 600) {
      return "bad";
    }
    return target.lagSeconds > 60 ? "warn" : "good";
  }

  /** A binlog that is young has little headroom, which is no danger to a target that keeps up. */
  function headroomTone(target) {
    if (target.retentionHeadroomSeconds === null || target.lagSeconds === null || target.lagSeconds < 60) {
      return "";
    }
    if (target.retentionHeadroomSeconds < 3600) {
      return "bad";
    }
    return target.retentionHeadroomSeconds < 86400 ? "warn" : "";
  }

  function where(target) {
    return target.description.startsWith(target.kind) ? target.description : target.kind + ", " + target.description;
  }

  function memory(used, limit) {
    const meter = element("meter", "");
    meter.min = 0;
    meter.max = Math.max(1, limit);
    meter.value = used;
    meter.setAttribute("aria-label", "of the limit");
    return element("span", "", bytes(used) + " of " + bytes(limit), meter);
  }

  function facts(target) {
    const list = element("dl", "facts");
    list.append(
      fact("Lag", duration(target.lagSeconds), "big", lagTone(target)),
      fact("Changes", rate(target.changesPerSecond), "big"),
      fact("Transactions", rate(target.transactionsPerSecond), "big"),
      fact("Caught up in", target.catchUpSeconds === 0 ? "is there" : duration(target.catchUpSeconds)),
      fact("Position", target.position ? time(target.position.time) : "not known", target.position ? target.position.ts : ""),
      fact("Read up to", target.watermark ? time(target.watermark.time) : "not known", target.watermark ? target.watermark.ts : ""),
      fact("Until the position expires", duration(target.retentionHeadroomSeconds), "", headroomTone(target)),
      fact("Since this start", count(target.changes) + " changes", count(target.transactions) + " transactions"),
      fact("Lanes", String(target.lanes), count(target.inFlight) + " transactions in flight"),
      fact("Conflicts", count(target.conflicts), count(target.refused) + " batches refused"),
      fact("Restarts", String(target.restarts)),
      fact("Memory", memory(target.bufferBytes, target.bufferLimitBytes))
    );
    return list;
  }

  function lastError(target) {
    if (!target.lastError) {
      return null;
    }
    let text = "Last error, " + time(target.lastErrorAt) + ": " + target.lastError;
    if (target.nextTryAt) {
      text += "\nNext try: " + time(target.nextTryAt);
    }
    if (target.failedAt) {
      text += "\nStopped at commit ts " + target.failedAt.ts;
    }
    return element("p", "error", text);
  }

  function regionRow(region) {
    const row = element("tr", region.holdsMerge ? "holds" : "");
    const state = element("td", "");
    if (region.holdsMerge) {
      state.append(element("span", "badge warn", "the merge waits for it"));
    }
    if (region.stall) {
      state.append(element("span", "warn", region.stall));
    }
    row.append(
      element("td", "number", String(region.regionId)),
      element("td", "", region.binlogTable),
      element("td", "number", String(region.partition)),
      element("td", "", time(region.watermark.time), element("small", "where", " " + region.watermark.ts)),
      element("td", "number", duration(region.lagSeconds)),
      element("td", "number", duration(region.quietSeconds)),
      state
    );
    return row;
  }

  function regions(target) {
    if (target.regions.length === 0) {
      return null;
    }
    const sorted = [...target.regions].sort(
      (a, b) => Number(b.holdsMerge) - Number(a.holdsMerge) || b.lagSeconds - a.lagSeconds || a.regionId - b.regionId
    );
    const all = opened.has(target.name);
    const shown = all ? sorted : sorted.slice(0, REGIONS_SHOWN);
    const head = element("tr", "");
    [["Region", "number"], ["Binlog table", ""], ["Partition", "number"], ["Watermark", ""], ["Behind now", "number"],
      ["Quiet for", "number"], ["", ""]].forEach(([text, className]) => {
      const cell = element("th", className, text);
      cell.scope = "col";
      head.append(cell);
    });
    const part = element("div", "",
      element("h3", "", count(target.regions.length) + " regions, the one that holds the merge up first, then those furthest behind"),
      element("div", "wide", element("table", "", element("thead", "", head), element("tbody", "", ...shown.map(regionRow)))));
    if (sorted.length > REGIONS_SHOWN) {
      const more = element("button", "more", all ? "Show fewer" : "Show all");
      more.type = "button";
      more.addEventListener("click", () => {
        if (!opened.delete(target.name)) {
          opened.add(target.name);
        }
        draw();
      });
      part.append(more);
    }
    return part;
  }

  // ---- charts

  function svg(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, String(value)));
    return made;
  }

  /** A bound that is easy to read: 1, 2 or 5 times a power of ten. */
  function roundUp(value) {
    const power = Math.pow(10, Math.floor(Math.log10(value)));
    return [1, 2, 5, 10].map((step) => step * power).find((bound) => bound >= value * 0.999);
  }

  /** Stretches of neighbouring points; where a value was not known, or the program did not run, the curve has a gap. */
  function stretches(points) {
    const found = [];
    let current = null;
    let beforeMs = 0;
    points.forEach(([atMs, value]) => {
      if (value === null) {
        current = null;
        return;
      }
      if (current === null || atMs - beforeMs > 30000) {
        current = [];
        found.push(current);
      }
      current.push([atMs, value]);
      beforeMs = atMs;
    });
    return found;
  }

  function chart(title, samples, valueOf, text, nowMs) {
    const points = samples.map((sample) => [Date.parse(sample.at), valueOf(sample)]);
    const known = points.map(([, value]) => value).filter((value) => value !== null);
    const top = roundUp(Math.max(1, ...known));
    const x = (atMs) => 1000 * (1 - (nowMs - atMs) / HOUR_MS);
    const y = (value) => 100 - 100 * Math.max(0, value) / top;
    const picture = svg("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none", role: "img" });
    const label = svg("title", {});
    label.textContent = title + " over the last hour, at most " + (known.length ? text(Math.max(...known)) : "not known");
    picture.append(label);
    [0, 50, 100].forEach((height) => picture.append(svg("line", { class: "axis", x1: 0, x2: 1000, y1: height, y2: height })));
    stretches(points).forEach((stretch) => {
      const line = stretch.map(([atMs, value]) => x(atMs).toFixed(1) + "," + y(value).toFixed(2)).join(" ");
      const first = x(stretch[0][0]).toFixed(1);
      const last = x(stretch[stretch.length - 1][0]).toFixed(1);
      picture.append(svg("polygon", { class: "area", points: first + ",100 " + line + " " + last + ",100" }));
      picture.append(svg("polyline", { class: "curve", points: line }));
    });
    return element("div", "",
      element("h3", "", title),
      element("div", "scale", element("span", "", text(top))),
      picture,
      element("div", "scale", element("span", "", "1 h ago"), element("span", "", "30 min"), element("span", "", "now")));
  }

  function charts(target, nowMs) {
    const samples = histories.get(target.name) || [];
    return element("div", "charts",
      chart("Lag", samples, (sample) => sample.lagSeconds, duration, nowMs),
      chart("Changes per second", samples, (sample) => sample.changesPerSecond, rate, nowMs));
  }

  // ---- the whole

  function section(target, nowMs) {
    const badge = element("span", "badge " + (TONES[target.state] || ""), target.state);
    return element("section", "",
      element("div", "", element("h2", "", target.name), badge, element("span", "where", where(target))),
      element("p", "explain", target.explain),
      lastError(target),
      facts(target),
      charts(target, nowMs),
      regions(target));
  }

  function draw() {
    if (latest === null) {
      return;
    }
    const nowMs = Date.parse(latest.at);
    document.title = title(latest);
    byId("name").textContent = latest.name;
    const process = byId("process");
    process.replaceChildren(
      ...[
        ["version", latest.version],
        ["runs for", duration((nowMs - Date.parse(latest.startedAt)) / 1000)],
        ["heap", bytes(latest.heapUsedBytes) + " of " + bytes(latest.heapMaxBytes)]
      ].map(([key, value]) => element("div", "", element("dt", "", key), element("dd", "", value))));
    byId("targets").replaceChildren(...latest.targets.map((target) => section(target, nowMs)));
  }

  /** Says in a tab's title whether somebody has to look. */
  function title(status) {
    const troubled = status.targets.filter((target) => target.state === "failed" || target.state === "waiting");
    return (troubled.length ? "(" + troubled.length + " in trouble) " : "") + status.name + " - BinlogCapturer";
  }

  function contact(text, bad) {
    const line = byId("contact");
    if (line.textContent !== text) {
      line.textContent = text;
    }
    line.className = bad ? "bad" : "";
  }

  async function ask(path) {
    const answer = await fetch(path, { cache: "no-store" });
    if (!answer.ok) {
      throw new Error("it answered " + answer.status);
    }
    return answer.json();
  }

  async function askStatus() {
    try {
      latest = await ask("api/status");
      lastContactMs = Date.now();
      contact("Looked at " + new Date(lastContactMs).toLocaleTimeString() + ", again every 2 s", false);
      draw();
    } catch (problem) {
      const since = lastContactMs ? ", for " + duration((Date.now() - lastContactMs) / 1000) + " now" : "";
      contact("The program does not answer" + since + " (" + problem.message + "). What is below is old. Look at its log.", true);
    }
    setTimeout(askStatus, STATUS_EVERY_MS);
  }

  async function askHistories() {
    if (latest !== null) {
      for (const target of latest.targets) {
        try {
          const history = await ask("api/history?target=" + encodeURIComponent(target.name));
          histories.set(target.name, history.samples);
        } catch (problem) {
          // the curves stay as they are; the line about contact tells of the trouble
          console.warn(problem);
        }
      }
      draw();
    }
    setTimeout(askHistories, latest === null ? 200 : HISTORY_EVERY_MS);
  }

  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch (problem) {
      console.warn("The choice is not remembered", problem);
    }
  });

  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") {
      document.documentElement.dataset.theme = chosen;
    }
  } catch (problem) {
    console.warn("No choice is remembered", problem);
  }

  askStatus();
  askHistories();
})();
