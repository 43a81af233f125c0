/// How containers behave, by the tag of their image.
actor PodBehaviours {
    private var byTag: [String: PodBehaviour] = [:]

    func set(_ behaviour: PodBehaviour, forTag tag: String) { byTag[tag] = behaviour }
    func behaviour(ofTag tag: String) -> PodBehaviour { byTag[tag] ?? .ready }
}
