{{- define "samesame.name" -}}
{{- .Release.Name | trunc 30 | trimSuffix "-" -}}
{{- end -}}

{{- define "samesame.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/name: samesame
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "samesame.selector" -}}
app.kubernetes.io/name: samesame
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "samesame.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}{{ .Values.serviceAccount.name | default (include "samesame.name" .) }}{{- else -}}{{ .Values.serviceAccount.name | default "default" }}{{- end -}}
{{- end -}}

{{- define "samesame.image" -}}
{{- $image := index . 0 -}}{{- $chart := index . 1 -}}
{{- if $image.digest -}}{{ $image.repository }}@{{ $image.digest }}{{- else -}}{{ $image.repository }}:{{ $image.tag | default $chart.AppVersion }}{{- end -}}
{{- end -}}

{{- define "samesame.tlsSecret" -}}
{{- if .Values.tls.existingSecret -}}{{ .Values.tls.existingSecret }}{{- else if .Values.tls.certManager.enabled -}}{{ include "samesame.name" . }}-tls{{- else -}}
{{- fail "tls: name existingSecret (tls.crt, tls.key, ca.crt), enable certManager, or set tls.enabled=false where the network itself is trusted" -}}
{{- end -}}
{{- end -}}

{{- define "samesame.clientTlsSecret" -}}
{{- if .Values.tls.clientSecret -}}{{ .Values.tls.clientSecret }}{{- else if .Values.tls.existingSecret -}}{{ .Values.tls.existingSecret }}{{- else -}}{{ include "samesame.name" . }}-client-tls{{- end -}}
{{- end -}}

{{/* Port of the store: that of its kind where none is given. */}}
{{- define "samesame.storePort" -}}
{{- if .Values.store.port -}}{{ .Values.store.port }}{{- else -}}{{ get (dict "postgresql" 5432 "redis" 6379 "azure" 443) .Values.store.type }}{{- end -}}
{{- end -}}

{{/* Whether there is anything to prepare before a silo starts. */}}
{{- define "samesame.prepares" -}}
{{- if and .Values.migration.enabled (or (eq .Values.store.type "postgresql") (eq .Values.artifacts.type "blob")) -}}true{{- end -}}
{{- end -}}

{{- define "samesame.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.podSecurityContext.runAsUser }}
runAsGroup: {{ .Values.podSecurityContext.runAsGroup }}
fsGroup: {{ .Values.podSecurityContext.fsGroup }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "samesame.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* The settings file of silos. What is secret, or differs between silos, comes from the environment. */}}
{{- define "samesame.settings" -}}
{{- $orleans := dict "ClusterId" .Values.clusterId "ServiceId" "samesame" -}}
{{- $own := dict "Silo" (dict "SiloPort" .Values.ports.silo "GatewayPort" .Values.ports.gateway "GraceSeconds" .Values.graceSeconds "Insecure" (not .Values.tls.enabled)) -}}
{{- $_ := set $own "Health" (dict "Port" .Values.ports.health) -}}
{{- $_ := set $own "CacheFolder" "/var/cache/samesame" -}}
{{- if .Values.tls.enabled }}{{- $_ := set $own "Tls" (dict "Folder" "/etc/samesame/tls") -}}{{- end -}}
{{- if eq .Values.store.type "postgresql" -}}
{{- $_ := set $orleans "Clustering" (dict "ProviderType" "AdoNet" "Invariant" "Npgsql" "ConnectionName" "store") -}}
{{- $_ := set $orleans "GrainStorage" (dict "Default" (dict "ProviderType" "AdoNet" "Invariant" "Npgsql" "ConnectionName" "store")) -}}
{{- $_ := set $own "Database" (dict "Factory" "Npgsql.NpgsqlFactory, Npgsql" "Script" "postgresql.sql" "ConnectionName" "store") -}}
{{- else if eq .Values.store.type "azure" -}}
{{- $_ := set $orleans "Clustering" (dict "ProviderType" "AzureTableStorage" "ServiceKey" "store" "TableName" "SameSameMembership") -}}
{{- $_ := set $orleans "GrainStorage" (dict "Default" (dict "ProviderType" "AzureTableStorage" "ServiceKey" "store" "TableName" "SameSameState")) -}}
{{- else -}}
{{- $_ := set $orleans "Clustering" (dict "ProviderType" "Redis" "ConnectionName" "store") -}}
{{- $_ := set $orleans "GrainStorage" (dict "Default" (dict "ProviderType" "Redis" "ConnectionName" "store")) -}}
{{- end -}}
{{- if eq .Values.artifacts.type "blob" -}}
{{- $_ := set $own "Artifacts" (dict "Blob" (dict "ConnectionName" "artifacts" "Container" .Values.artifacts.blob.container)) -}}
{{- else -}}
{{- $_ := set $own "Artifacts" (dict "Folder" "/var/lib/samesame/artifacts") -}}
{{- end -}}
{{- $zoos := dict -}}{{- range $name, $path := .Values.zoos }}{{- $_ := set $zoos $name (printf "/zoo/%s" $path) -}}{{- end -}}
{{- $datasets := dict -}}{{- range $name, $path := .Values.datasets }}{{- $_ := set $datasets $name (printf "/images/%s" $path) -}}{{- end -}}
{{- $_ := set $own "Zoos" $zoos -}}{{- $_ := set $own "Datasets" $datasets -}}
{{- dict "Orleans" $orleans "SameSame" $own | toPrettyJson -}}
{{- end -}}

{{- define "samesame.connections" -}}
- name: SAMESAME_ConnectionStrings__store
  valueFrom:
    secretKeyRef:
      name: {{ .Values.store.existingSecret }}
      key: {{ .Values.store.secretKey }}
{{- if eq .Values.artifacts.type "blob" }}
- name: SAMESAME_ConnectionStrings__artifacts
  valueFrom:
    secretKeyRef:
      name: {{ .Values.artifacts.blob.existingSecret | default .Values.store.existingSecret }}
      key: {{ .Values.artifacts.blob.secretKey }}
{{- end }}
{{- end -}}

{{/* What the dashboard beside a silo is told. */}}
{{- define "samesame.dashboardEnv" -}}
{{- $d := .Values.dashboard -}}
- name: SAMESAME_SameSame__Dashboard__Port
  value: {{ $d.port | quote }}
- name: SAMESAME_SameSame__Dashboard__Authentication
  value: {{ $d.authentication }}
{{- with $d.hosts }}
- name: SAMESAME_SameSame__Dashboard__Hosts
  value: {{ join ";" . | quote }}
{{- end }}
{{- if $d.ingress.enabled }}
- name: SAMESAME_SameSame__Dashboard__Proxies
  value: {{ join ";" $d.ingress.proxies | quote }}
{{- end }}
{{- if $d.tlsSecret }}
- name: SAMESAME_SameSame__Dashboard__CertificateFolder
  value: /etc/samesame/dashboard-tls
{{- end }}
{{- if $d.cookieKeysClaim }}
- name: SAMESAME_SameSame__Dashboard__CookieKeysFolder
  value: /var/lib/samesame/cookie-keys
{{- end }}
{{- if $d.oidc.authority }}
- name: SAMESAME_SameSame__Dashboard__Oidc__Authority
  value: {{ $d.oidc.authority | quote }}
- name: SAMESAME_SameSame__Dashboard__Oidc__ClientId
  value: {{ required "dashboard.oidc.clientId: the client that was registered at the authority" $d.oidc.clientId | quote }}
- name: SAMESAME_SameSame__Dashboard__Oidc__ClientSecret
  valueFrom:
    secretKeyRef:
      name: {{ required "dashboard.oidc.existingSecret: the secret that holds the client's secret" $d.oidc.existingSecret }}
      key: {{ $d.oidc.secretKey }}
- name: SAMESAME_SameSame__Dashboard__Oidc__RoleClaim
  value: {{ $d.oidc.roleClaim | quote }}
- name: SAMESAME_SameSame__Dashboard__Oidc__ViewerRole
  value: {{ $d.oidc.viewerRole | quote }}
- name: SAMESAME_SameSame__Dashboard__Oidc__OperatorRole
  value: {{ $d.oidc.operatorRole | quote }}
{{- end }}
{{- end -}}

{{/* A pod of a silo: (dict "top" $ "component" "coordinator" "roles" "coordinator,equalizer" "pool" pool). */}}
{{- define "samesame.silo" -}}
{{- $top := .top -}}{{- $pool := .pool -}}{{- $gpu := $pool.gpu | default dict -}}
metadata:
  labels:
    {{- include "samesame.labels" $top | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
    samesame.io/silo: "true"
    {{- with $top.Values.podLabels }}{{- toYaml . | nindent 4 }}{{- end }}
  annotations:
    checksum/settings: {{ include "samesame.settings" $top | sha256sum }}
    {{- with $pool.podAnnotations }}{{- toYaml . | nindent 4 }}{{- end }}
spec:
  serviceAccountName: {{ include "samesame.serviceAccount" $top }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add $top.Values.graceSeconds 15 }}
  securityContext:
    {{- include "samesame.podSecurity" $top | nindent 4 }}
  {{- with $top.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $gpu.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  {{- with $pool.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $pool.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $pool.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $pool.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: {{ $pool.whenUnsatisfiable | default "ScheduleAnyway" }}
      labelSelector:
        matchLabels:
          {{- include "samesame.selector" $top | nindent 10 }}
          app.kubernetes.io/component: {{ .component }}
  containers:
    - name: silo
      image: {{ include "samesame.image" (list $top.Values.image $top.Chart) }}
      imagePullPolicy: {{ $top.Values.image.pullPolicy }}
      args: [--config, /etc/samesame/silo.json, --roles, "{{ .roles }}"]
      securityContext:
        {{- include "samesame.containerSecurity" $top | nindent 8 }}
      env:
        # The address that other silos and clients reach; pods have no name that lasts.
        - name: SAMESAME_SameSame__Silo__Address
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
        # Before the image's own, which a settings file does not override.
        - name: SAMESAME_SameSame__Health__Port
          value: {{ $top.Values.ports.health | quote }}
        {{- include "samesame.connections" $top | nindent 8 }}
        {{- if eq .component "dashboard" }}
        {{- include "samesame.dashboardEnv" $top | nindent 8 }}
        {{- end }}
        {{- if eq (int $gpu.count) 0 }}
        # The GPU image asks for all GPUs of a node; those belong to the pods that were given them.
        - name: NVIDIA_VISIBLE_DEVICES
          value: void
        {{- end }}
        {{- if not (kindIs "invalid" $pool.cpuSlots) }}
        - name: SAMESAME_SameSame__CpuSlots
          value: {{ $pool.cpuSlots | quote }}
        {{- end }}
        {{- range $name, $value := $top.Values.settings }}
        - name: SAMESAME_SameSame__{{ $name | replace ":" "__" }}
          value: {{ toJson $value | trimAll "\"" | quote }}
        {{- end }}
        {{- with $top.Values.otlpEndpoint }}
        - name: OTEL_EXPORTER_OTLP_ENDPOINT
          value: {{ . | quote }}
        {{- end }}
      ports:
        - { name: silo, containerPort: {{ $top.Values.ports.silo }} }
        - { name: gateway, containerPort: {{ $top.Values.ports.gateway }} }
        - { name: health, containerPort: {{ $top.Values.ports.health }} }
        {{- if eq .component "dashboard" }}
        - { name: dashboard, containerPort: {{ $top.Values.dashboard.port }} }
        {{- end }}
      # A silo waits up to two minutes for its store and its cluster before it gives up by itself.
      startupProbe:
        httpGet: { path: /healthz/startup, port: health }
        periodSeconds: 5
        failureThreshold: 36
      livenessProbe:
        httpGet: { path: /healthz/live, port: health }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /healthz/ready, port: health }
        periodSeconds: 10
        timeoutSeconds: 6
        failureThreshold: 2
      resources:
        {{- $resources := deepCopy ($pool.resources | default dict) }}
        {{- if gt (int $gpu.count) 0 }}
        {{- $limits := $resources.limits | default dict }}
        {{- $_ := set $limits $gpu.resource (int $gpu.count) }}
        {{- $_ := set $resources "limits" $limits }}
        {{- end }}
        {{- toYaml $resources | nindent 8 }}
      volumeMounts:
        - { name: settings, mountPath: /etc/samesame/silo.json, subPath: silo.json, readOnly: true }
        {{- if $top.Values.tls.enabled }}
        - { name: tls, mountPath: /etc/samesame/tls, readOnly: true }
        {{- end }}
        {{- if eq .component "dashboard" }}
        {{- if $top.Values.dashboard.tlsSecret }}
        - { name: dashboard-tls, mountPath: /etc/samesame/dashboard-tls, readOnly: true }
        {{- end }}
        {{- if $top.Values.dashboard.cookieKeysClaim }}
        - { name: cookie-keys, mountPath: /var/lib/samesame/cookie-keys }
        {{- end }}
        {{- else }}
        - { name: zoo, mountPath: /zoo, readOnly: true }
        - { name: images, mountPath: /images, readOnly: true }
        {{- end }}
        - { name: cache, mountPath: /var/cache/samesame }
        {{- if eq $top.Values.artifacts.type "volume" }}
        - { name: artifacts, mountPath: /var/lib/samesame/artifacts }
        {{- end }}
        - { name: tmp, mountPath: /tmp }
  volumes:
    - name: settings
      configMap:
        name: {{ include "samesame.name" $top }}-settings
    {{- if $top.Values.tls.enabled }}
    - name: tls
      secret:
        secretName: {{ include "samesame.tlsSecret" $top }}
        defaultMode: 0440
    {{- end }}
    {{- if eq .component "dashboard" }}
    {{- with $top.Values.dashboard.tlsSecret }}
    - name: dashboard-tls
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
    {{- with $top.Values.dashboard.cookieKeysClaim }}
    - name: cookie-keys
      persistentVolumeClaim:
        claimName: {{ . }}
    {{- end }}
    {{- else }}
    - name: zoo
      {{- toYaml ($top.Values.zooVolume | default (dict "persistentVolumeClaim" (dict "claimName" "samesame-zoo" "readOnly" true))) | nindent 6 }}
    - name: images
      {{- toYaml ($top.Values.imagesVolume | default (dict "persistentVolumeClaim" (dict "claimName" "samesame-images" "readOnly" true))) | nindent 6 }}
    {{- end }}
    - name: cache
      {{- toYaml ($pool.cacheVolume | default (dict "emptyDir" (dict "sizeLimit" "50Gi"))) | nindent 6 }}
    {{- if eq $top.Values.artifacts.type "volume" }}
    - name: artifacts
      persistentVolumeClaim:
        claimName: {{ $top.Values.artifacts.volume.existingClaim }}
    {{- end }}
    - name: tmp
      emptyDir: {}
{{- end -}}
