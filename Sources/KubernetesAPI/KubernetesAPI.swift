enum KubernetesAPI {}
