// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// Search, filters, events that come late, and delivery to a store that several servers share.
    ///
    /// The words of `search` come from `SearchText`, parted by blanks; the tokenizer only takes them apart again (`ascii`
    /// counts every byte beyond ASCII as part of a word, so no table of Unicode decides anything). Each word is found by
    /// itself, so their places are not kept.
    static let version3 = """
        ALTER TABLE calls ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE calls ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
        UPDATE calls SET
            latest = coalesce((SELECT max(time) FROM events WHERE events.call = calls.number), 0),
            position = coalesce((SELECT max(events.position) FROM events WHERE events.call = calls.number), 0);
        CREATE INDEX calls_by_from ON calls(from_address, received_at, id);
        CREATE INDEX calls_by_to ON calls(to_address, received_at, id);
        CREATE INDEX calls_by_direction ON calls(direction, received_at, id);
        CREATE INDEX calls_by_status ON calls(status, received_at, id);
        CREATE INDEX calls_by_result ON calls(result, received_at, id) WHERE result IS NOT NULL;
        CREATE INDEX calls_over ON calls(latest) WHERE NOT is_active;

        CREATE TABLE delivery (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            delivered INTEGER NOT NULL,
            highest INTEGER NOT NULL,
            is_swept INTEGER NOT NULL
        ) STRICT;
        INSERT INTO delivery VALUES (1, 0, 0, 1);

        CREATE TABLE refusals (
            position INTEGER PRIMARY KEY REFERENCES events(position),
            call INTEGER NOT NULL,
            reason TEXT NOT NULL,
            time INTEGER NOT NULL,
            is_taken_back INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX refusals_by_call ON refusals(call);

        CREATE VIRTUAL TABLE search USING fts5(words, tokenize = 'ascii', detail = none, columnsize = 0);

        DROP VIEW transcript;
        CREATE VIEW transcript AS
            SELECT calls.id AS call_id,
                row_number() OVER (PARTITION BY calls.id ORDER BY events.time, events.sequence) AS line,
                speaker, text, start_seconds, end_seconds, confidence,
                datetime(events.time / 1000000, 'unixepoch') AS recorded_at
            FROM utterances
            JOIN calls ON calls.number = utterances.call
            JOIN events ON events.call = utterances.call AND events.sequence = utterances.sequence;
        """
}
