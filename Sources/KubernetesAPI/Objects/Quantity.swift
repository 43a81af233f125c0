/// An amount as Kubernetes writes it: `500m`, `4Gi`, `10`. The server may answer another spelling of the same amount.
public typealias Quantity = String
