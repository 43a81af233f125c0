import Foundation
import Redaction
import Testing

@testable import KubernetesAPI

@Suite struct ObservedObjectTests {
    private static let fields = #"{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:hard":{"f:pods":{}}}}"#

    private func quota(_ fields: String, other: String = "kubectl-edit") throws -> ObservedObject {
        let text = """
            {"kind":"ResourceQuota","metadata":{"name":"q","namespace":"n","uid":"u","resourceVersion":"7","generation":2,
            "creationTimestamp":"2026-01-02T03:04:05Z","deletionTimestamp":null,"labels":{"a":"b"},"managedFields":[
            {"manager":"slipway","operation":"Apply","time":"2026-01-02T03:04:05Z","fieldsV1":\(fields)},
            {"manager":"slipway-reconcile","operation":"Apply","time":"2026-01-09T03:04:05Z","fieldsV1":{}},
            {"manager":"controller","operation":"Update","subresource":"status","time":"2026-01-08T03:04:05Z","fieldsV1":{}},
            {"manager":"\(other)","operation":"Update","time":"2026-01-03T03:04:05Z","fieldsV1":{}}]},
            "status":{"observedGeneration":-1,"conditions":[{"type":"Ready","status":"False","reason":"Why","message":"a\\nb",
            "observedGeneration":2,"lastTransitionTime":"2026-01-02T03:04:06Z"},{"type":"Odd"}],
            "artifact":{"revision":"main@sha1:abc"},"lastHandledReconcileAt":"token"},"spec":{"suspend":true}}
            """
        var cursor = JSONCursor([UInt8](text.utf8))
        return try ObservedObject(from: &cursor, manager: .slipway)
    }

    private let desired = ResourceQuota(
        metadata: ObjectMeta(name: "q", namespace: "n", labels: ["a": "b"]),
        spec: ResourceQuota.Spec(hard: ["pods": "10"]))

    @Test func whatMattersIsRead() throws {
        let object = try quota(Self.fields)
        #expect((object.name, object.namespace, object.uid) == ("q", "n", "u"))
        #expect((object.resourceVersion, object.generation, object.isDeleting) == ("7", 2, false))
        #expect(object.labels == ["a": "b"])
        #expect(object.isSuspended)
        #expect(object.status.observedGeneration == -1)
        #expect(object.status.revision == "main@sha1:abc")
        #expect(object.status.lastHandledReconcileAt == "token")
        let ready = object.status.conditions["Ready"]
        #expect(object.status.conditions.count == 1)
        #expect((ready?.status, ready?.reason, ready?.message) == (.no, "Why", "a\nb"))
        #expect(ready?.lastTransitionTime?.date == Date(timeIntervalSince1970: 1_767_323_046))
        #expect(object.ownership.fields == [UInt8](Self.fields.utf8))
        #expect(object.ownership.lastOther == "kubectl-edit")
    }

    @Test(arguments: [
        (["slipway-guard"], true, false), (["flux"], false, true), (["slipway-guard", "flux"], false, true),
        ([], false, false),
    ])
    func whoSuspendedItIsWhoOwnsTheField(managers: [String], bySlipway: Bool, byOthers: Bool) throws {
        let suspension = #""operation":"Update","fieldsV1":{"f:spec":{"f:url":{},"f:suspend":{}}}"#
        let entries = managers.map { #",{"manager":"\#($0)",\#(suspension)}"# }.joined()
        let text = """
            {"metadata":{"name":"r","managedFields":[
            {"manager":"slipway","operation":"Apply","fieldsV1":{"f:spec":{"f:url":{}}}},
            {"manager":"controller","subresource":"status",\(suspension)},
            {"manager":"helm","fieldsV1":{"f:metadata":{"f:suspend":{}},"f:spec":{"f:ref":{"f:suspend":{}}}}}
            \(entries)]},"spec":{"suspend":true}}
            """
        var cursor = JSONCursor([UInt8](text.utf8))
        let object = try ObservedObject(from: &cursor, manager: .slipway)
        #expect(object.ownership.suspenders == Set(managers))
        #expect((object.isSuspendedBySlipway, object.isSuspendedByOthers) == (bySlipway, byOthers))
    }

    @Test func whoSaysThatItIsNotSuspendedSuspendsNothing() {
        var object = ObservedObject()
        object.ownership.suspenders = ["kubectl"]
        #expect(!object.isSuspendedByOthers)
    }

    @Test func whatIsOwnedIsAsItWasApplied() throws {
        #expect(try StatedFields(desired).lacking(in: quota(Self.fields).ownership) == [])
    }

    @Test(arguments: [
        (#"{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:hard":{"f:cpu":{}}}}"#, ["spec.hard.pods"]),
        (#"{"f:spec":{"f:hard":{"f:pods":{}}}}"#, ["metadata"]),
        (#"{"f:metadata":{"f:labels":{}},"f:spec":{}}"#, []),
        (#"{"f:metadata":{"f:labels":{".":{}}},"f:spec":{}}"#, ["metadata.labels.a"]),
        ("{}", ["metadata", "spec"]),
        ("3", ["metadata", "spec"]),
    ])
    func whatIsNotOwnedAnyMoreIsNamed(fields: String, lacking: [String]) throws {
        #expect(try StatedFields(desired).lacking(in: quota(fields).ownership) == lacking)
    }

    @Test func anObjectWithoutUsIsNotOurs() throws {
        #expect(try StatedFields(desired).lacking(in: FieldOwnership()) == ["metadata", "spec"])
    }

    @Test func listsThatAreOwnedWholeAndItemByItem() throws {
        let policy = NetworkPolicy(
            metadata: ObjectMeta(name: "p", namespace: "n"),
            spec: NetworkPolicy.Spec(policyTypes: ["Ingress", "Egress"]))
        let stated = try StatedFields(policy)
        func owned(_ text: String) -> FieldOwnership { FieldOwnership(fields: [UInt8](text.utf8)) }
        let selector = #""f:podSelector":{}"#
        #expect(stated.lacking(in: owned(#"{"f:spec":{\#(selector),"f:policyTypes":{}}}"#)) == [])
        #expect(
            stated.lacking(in: owned(#"{"f:spec":{\#(selector),"f:policyTypes":{"v:\"Ingress\"":{}}}}"#))
                == ["spec.policyTypes"])
        #expect(
            stated.lacking(
                in: owned(#"{"f:spec":{\#(selector),"f:policyTypes":{"v:\"Ingress\"":{},"v:\"Egress\"":{}}}}"#)) == [])
    }
}
