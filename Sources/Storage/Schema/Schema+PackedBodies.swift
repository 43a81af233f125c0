extension Schema {
    /// Bytes of a body that is packed; NULL where it lies as it came.
    static let packedBodies = "ALTER TABLE deliveryBody ADD COLUMN size INTEGER CHECK (size > 0);"
}
