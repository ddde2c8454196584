/**
 * What every engine found, as rows of one shape. This is the only place that knows the shapes in which the
 * engines' vendors answer under `info.categorization` and `info.detection`.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box each from 0 to 1 of the picture
 * @typedef {{start: number, end: number, confidence: number}} Segment start and end in seconds
 * @typedef {{tag: string, confidence: number, kind: string, categories: string[], boxes: Box[],
 *   segments: Segment[], evidence: {start: number, end: number, what: string}[], engines: string[]}} TagRow
 */

/**
 * Each engine's answer: its name and what stands under it.
 * @returns {[string, {status: string, data?: any, provider?: string, model?: string}][]}
 */
export function engineAnswers(resource) {
  const info = resource.info ?? {};
  return [...Object.entries(info.categorization ?? {}), ...Object.entries(info.detection ?? {})];
}

/**
 * The tags of all engines together, surest first; the same tag from several engines is one row.
 * @returns {TagRow[]}
 */
export function tagRows(resource) {
  const rows = new Map();
  for (const [engine, answer] of engineAnswers(resource)) {
    for (const row of rowsOfOneEngine(answer.data)) {
      const known = rows.get(sameTag(row.tag));
      rows.set(sameTag(row.tag), known ? merged(known, row, engine) : { ...row, engines: [engine] });
    }
  }
  return [...rows.values()].sort((a, b) => b.confidence - a.confidence || a.tag.localeCompare(b.tag));
}

/**
 * The asset's own tags, each with what an engine found for it, or null when a person gave it.
 * @param {TagRow[]} rows
 * @returns {{tag: string, row: TagRow|null}[]}
 */
export function assignedTags(resource, rows) {
  const byTag = new Map(rows.map((row) => [sameTag(row.tag), row]));
  return (resource.tags ?? []).map((tag) => ({ tag, row: byTag.get(sameTag(tag)) ?? null }));
}

/** What two spellings of one tag have in common: engines write "Dog", a person may write "dog". */
export function sameTag(tag) {
  return tag.toLowerCase();
}

function rowsOfOneEngine(data) {
  const rows = new Map();
  for (const found of findings(data)) {
    const known = rows.get(sameTag(found.tag));
    if (!known) {
      rows.set(sameTag(found.tag), found);
      continue;
    }
    known.confidence = Math.max(known.confidence, found.confidence);
    known.segments.push(...found.segments);
    known.boxes.push(...found.boxes);
  }
  for (const row of rows.values()) row.segments.sort((a, b) => a.start - b.start);
  return rows.values();
}

/** One finding per line of a vendor's answer. */
function findings(data) {
  if (Array.isArray(data)) return data.map(listedTag);
  if (Array.isArray(data?.matches)) return data.matches.map(listedTag);
  if (Array.isArray(data?.celebrity_faces)) return data.celebrity_faces.map(celebrity);
  return [];
}

/** A tag in a list: local_tagging's own shape, google_video_tagging's with offsets, rekognition_scene's with a score. */
function listedTag(line) {
  const confidence = line.confidence ?? line.score ?? 0;
  const segments = line.segments ?? [];
  const oneSegment = typeof line.end_time_offset === "number";
  return {
    tag: line.tag,
    confidence,
    kind: line.kind ?? "object",
    categories: line.taught ? ["taught here"] : (line.categories ?? []),
    boxes: [...(line.boxes ?? [])],
    evidence: line.evidence ?? [],
    segments: oneSegment
      ? [{ start: line.start_time_offset ?? 0, end: line.end_time_offset, confidence }]
      : [...segments],
  };
}

/** A face that aws_rek_face knows by name; Amazon counts its confidence from 0 to 100. */
function celebrity(line) {
  const box = line.face?.bounding_box;
  return {
    tag: line.name,
    confidence: line.match_confidence / 100,
    kind: "person",
    categories: [],
    evidence: [],
    boxes: box ? [{ x: box.left, y: box.top, width: box.width, height: box.height }] : [],
    segments: [],
  };
}

function merged(known, row, engine) {
  const [surer, other] = row.confidence > known.confidence ? [row, known] : [known, row];
  return {
    ...surer,
    boxes: surer.boxes.length ? surer.boxes : other.boxes,
    segments: surer.segments.length ? surer.segments : other.segments,
    evidence: surer.evidence.length ? surer.evidence : other.evidence,
    engines: [...known.engines, engine],
  };
}
