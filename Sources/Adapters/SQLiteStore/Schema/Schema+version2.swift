// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// Calls that we make, and what operators do.
    static let version2 = """
        ALTER TABLE calls ADD COLUMN next_whisper TEXT;
        ALTER TABLE calls ADD COLUMN order_name TEXT;
        ALTER TABLE calls ADD COLUMN plan TEXT;
        ALTER TABLE calls ADD COLUMN answered_by TEXT;
        ALTER TABLE calls ADD COLUMN transfer_status TEXT;
        ALTER TABLE calls ADD COLUMN transfer_seconds INTEGER;
        ALTER TABLE calls ADD COLUMN recordings TEXT;
        CREATE INDEX calls_by_order ON calls(order_name) WHERE order_name IS NOT NULL;
        """
}
